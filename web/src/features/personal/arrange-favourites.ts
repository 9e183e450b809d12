import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { KeptItem } from '@/api/contract';
import { toastFailure } from '@/ui/toast';
import { arrangeFavourites, personalKeys } from './api';

/** Gives the favourites another order; shown at once, taken back when the server refuses. */
export function useArrangeFavourites(): (items: KeptItem[]) => void {
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: arrangeFavourites,
    onMutate: async (items) => {
      await queryClient.cancelQueries({ queryKey: personalKeys.favourites });
      const before = queryClient.getQueryData(personalKeys.favourites);
      queryClient.setQueryData<KeptItem[]>(personalKeys.favourites, items);
      return { before };
    },
    onError: (error, _items, context) => {
      queryClient.setQueryData(personalKeys.favourites, context?.before);
      toastFailure(error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: personalKeys.favourites }),
  });
  return change.mutate;
}
