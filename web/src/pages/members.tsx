import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'
import {client, good, type Key} from '../api'
import {useMe} from '../app'
import {Curl} from '../curl'
import {Dialog, Empty, Loading, Refused, Wrong} from '../parts'
import {ACTIONS, Table} from '../table'
import {byUser, type Member} from '../team'
import {ago, plural} from '../words'

/** Who acts here, and with what; a member is whoever has a key. */
export function Members() {
  const queries = useQueryClient()
  const me = useMe()
  const keys = useQuery({queryKey: ['keys'], queryFn: () => good(client.GET('/v1/keys'))})
  const [leaves, setLeaves] = useState<Member>()
  const remove = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await good(client.DELETE('/v1/keys/{id}', {params: {path: {id}}}))
    },
    onSettled: () => {
      setLeaves(undefined)
      void queries.invalidateQueries({queryKey: ['keys']})
    }
  })
  if (keys.isPending) return <Loading what="members" />
  if (keys.isError) return <Wrong error={keys.error} what="list of members" retry={() => void keys.refetch()} />
  const members = byUser(keys.data.items as Key[])
  if (members.length === 0) {
    return (
      <Empty title="Nobody but you">
        <p>Whoever has a key is a member. Make one under Keys, and send it to whom it is for.</p>
      </Empty>
    )
  }
  return (
    <>
      <Refused error={remove.error} />
      <Table label="Members" stacked columns={['Member', 'Most they may', 'Keys', 'Seen', ACTIONS]}>
        {members.map(one => (
          <tr key={one.user}>
            <td>
              {one.user}
              {one.user === me?.user && <span className="small block">this is you</span>}
            </td>
            <td data-label="Most they may">{one.role}</td>
            <td data-label="Keys">{one.keys.map(key => key.name).join(', ')}</td>
            <td data-label="Seen">{one.seen ? ago(one.seen) : 'not since the start'}</td>
            <td>
              <button className="quiet" onClick={() => setLeaves(one)} aria-label={`Remove ${one.user}`}>
                Remove…
              </button>
            </td>
          </tr>
        ))}
      </Table>
      <p className="note">People who come with a token of your identity provider are not listed: that says who they are and what they may.</p>
      <Curl path="/v1/keys" />
      {leaves && (
        <Dialog title={`Remove ${leaves.user}?`} close={() => setLeaves(undefined)}>
          <p>{plural(leaves.keys.length, 'key')} open nothing from then on. What they started goes on.</p>
          <div className="buttons">
            <button className="danger" onClick={() => remove.mutate(leaves.keys.map(key => key.id))}>
              Remove them
            </button>
            <button onClick={() => setLeaves(undefined)}>Keep them</button>
          </div>
        </Dialog>
      )}
    </>
  )
}
