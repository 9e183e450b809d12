import { IconSelector } from '@tabler/icons-react';
import { useSession } from '@/features/identity/public';
import { Avatar } from '@/ui/avatar';

/** The person signed in, as the button of their menu shows them. */
export function UserFace() {
  const { user, role } = useSession();
  return (
    <>
      <Avatar name={user.name} size={28} />
      <span className="grow">
        <b className="truncate">{user.name}</b>
        <small className="truncate">{role}</small>
      </span>
      <IconSelector size={15} aria-hidden />
    </>
  );
}
