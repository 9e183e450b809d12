import { Component, type ReactNode } from 'react';
import { Failure } from './failure';

interface Props {
  children: ReactNode;
  /** A new value starts afresh, such as the address of the page. */
  resetKey?: string;
}
interface State {
  error: unknown;
  resetKey: string | undefined;
}

/** Keeps a failed part from taking the page down, and offers to try again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error ?? new Error('unknown') };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failure error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
