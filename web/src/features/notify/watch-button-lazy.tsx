import { ActionIcon, Tooltip } from '@mantine/core';
import { IconEye, IconEyeFilled } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast, toastFailure } from '@/ui/toast';
import { notifyKeys, setWatch, type WatchTarget, watchesQuery } from './api';

/** Whether something is watched, and the switch. */
export function useWatch(target: WatchTarget): { on: boolean; pending: boolean; toggle: () => void } {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data = [] } = useQuery(watchesQuery);
  const on = data.some((watch) =>
    target.entity === undefined
      ? watch.kind === 'blueprint' && watch.identifier === target.blueprint
      : watch.kind === 'entity' && watch.blueprint === target.blueprint && watch.identifier === target.entity,
  );
  const change = useMutation({
    mutationFn: (wanted: boolean) => setWatch(target, wanted),
    onSuccess: async (_done, wanted) => {
      await queryClient.invalidateQueries({ queryKey: notifyKeys.watches });
      toast(t(wanted ? 'notify.watch.added' : 'notify.watch.removed'));
    },
    onError: (error) => toastFailure(error),
  });
  return { on, pending: change.isPending, toggle: () => change.mutate(!on) };
}

/** The eye of an entity or blueprint: be notified when others change it. */
export default function WatchButton({ target }: { target: WatchTarget }) {
  const { t } = useTranslation();
  const { on, pending, toggle } = useWatch(target);
  const label = t(on ? 'notify.watch.remove' : 'notify.watch.add');
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={34} aria-label={label} aria-pressed={on} disabled={pending} onClick={toggle}>
        {on ? <IconEyeFilled size={16} /> : <IconEye size={16} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}
