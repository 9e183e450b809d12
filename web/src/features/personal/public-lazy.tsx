/** What only parts that load late need of this feature. */
export { useArrangeFavourites } from './arrange-favourites';
export { useFavourite } from './favourite-button-lazy';
