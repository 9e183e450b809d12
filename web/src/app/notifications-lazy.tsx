import { Notifications } from '@mantine/notifications';

/** Where toasts appear; loaded after the first paint. What is said before waits in the store. */
export default function Toasts() {
  return <Notifications position="bottom-right" limit={4} />;
}
