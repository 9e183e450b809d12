import { ActionIcon, Tooltip } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { KeptItem } from '@/api/contract';
import { toastFailure } from '@/ui/toast';
import { favouritesQuery, isTarget, personalKeys, setFavourite, type Target } from './api';

/** Whether something is a favourite, and the switch; shown at once, taken back when the server refuses. */
export function useFavourite(target: Target): { on: boolean; toggle: () => void } {
  const queryClient = useQueryClient();
  const { data = [] } = useQuery(favouritesQuery);
  const on = data.some((item) => isTarget(item, target));
  const change = useMutation({
    mutationFn: (wanted: boolean) => setFavourite(target, wanted),
    onMutate: async (wanted) => {
      await queryClient.cancelQueries({ queryKey: personalKeys.favourites });
      const before = queryClient.getQueryData(personalKeys.favourites);
      const others = data.filter((item) => !isTarget(item, target));
      queryClient.setQueryData<KeptItem[]>(personalKeys.favourites, wanted ? [...others, placeholder(target)] : others);
      return { before };
    },
    onError: (error, _wanted, context) => {
      queryClient.setQueryData(personalKeys.favourites, context?.before);
      toastFailure(error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: personalKeys.favourites }),
  });
  return { on, toggle: () => change.mutate(!on) };
}

/** Stands for a new favourite until the server names it. */
function placeholder(target: Target): KeptItem {
  const blueprint = target.kind === 'entity' ? target.blueprint : null;
  return { ...target, blueprint, title: target.identifier, icon: null, about: '' };
}

/** The star of an entity or page. */
export default function FavouriteButton({ target }: { target: Target }) {
  const { t } = useTranslation();
  const { on, toggle } = useFavourite(target);
  const label = t(on ? 'personal.favourite.remove' : 'personal.favourite.add');
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={34} aria-label={label} aria-pressed={on} onClick={toggle}>
        {on ? <IconStarFilled size={16} /> : <IconStar size={16} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}
