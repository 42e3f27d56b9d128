import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {client, good, type Key} from '../api'
import {useMe} from '../app'
import {Curl} from '../curl'
import {after, useOpened} from '../opened'
import {Dialog, Empty, Loading, Refused, Wrong} from '../parts'
import {ACTIONS, Table} from '../table'
import {byUser} from '../team'
import {ago, } from '../words'
import {settings as say} from '../words/settings'
import {AddColleague, useNewKey} from './newkey'

/** Who acts here, and with what; a member is whoever has a key. */
export function Members() {
  const queries = useQueryClient()
  const me = useMe()
  const keys = useQuery({queryKey: ['keys'], queryFn: () => good(client.GET('/v1/keys'))})
  const {what, open, close} = useOpened()
  const key = useNewKey()
  function done() {
    key.forget()
    void close()
  }
  const remove = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await good(client.DELETE('/v1/keys/{id}', {params: {path: {id}}}))
    },
    onSettled: () => {
      void close()
      void queries.invalidateQueries({queryKey: ['keys']})
    }
  })
  if (keys.isPending) return <Loading what={say.members} />
  if (keys.isError) return <Wrong error={keys.error} what={say.listOfMembers} retry={() => void keys.refetch()} />
  const members = byUser(keys.data.items as Key[])
  const leaves = members.find(one => one.user === after('remove', what))
  const add = (
    <button className="main" onClick={() => open('add')}>
      {say.addAColleague}…
    </button>
  )
  const adding = what === 'add' && <AddColleague by={key} close={done} />
  if (members.length === 0) {
    return (
      <>
        <Empty title={say.nobodyButYou}>
          <p>{say.whoIsAMember}</p>
          {add}
        </Empty>
        {adding}
      </>
    )
  }
  return (
    <>
      <Refused error={remove.error} />
      <p className="row wrap start tools">{add}</p>
      <Table label={say.membersTitle} stacked columns={[say.member, say.mostTheyMay, say.keysTitle, say.seen, ACTIONS]}>
        {members.map(one => (
          <tr key={one.user}>
            <td>
              {one.user}
              {one.user === me?.user && <span className="small block">{say.thisIsYou}</span>}
            </td>
            <td data-label={say.mostTheyMay}>
              <span>
                {one.role}
                <span className="small block">{say.roles[one.role]}</span>
              </span>
            </td>
            <td data-label="Keys">{one.keys.map(key => key.name).join(', ')}</td>
            <td data-label="Seen">{one.seen ? ago(one.seen) : say.notSinceTheStart}</td>
            <td>
              <button className="quiet" onClick={() => open(`remove:${one.user}`)} aria-label={say.removeNamed(one.user)}>
                {say.remove}
              </button>
            </td>
          </tr>
        ))}
      </Table>
      <p className="note">{say.tokensNotListed}</p>
      <Curl path="/v1/keys" />
      {adding}
      {leaves && (
        <Dialog title={say.removeAsked(leaves.user)} close={close}>
          <p>{say.keysOpenNothing(leaves.keys.length)}</p>
          {leaves.user === me?.user && <p className="banner bad">{say.lockedOut}</p>}
          <div className="buttons">
            <button className="danger" onClick={() => remove.mutate(leaves.keys.map(key => key.id))}>
              {say.removeThem}
            </button>
            <button onClick={close}>{say.keepThem}</button>
          </div>
        </Dialog>
      )}
    </>
  )
}
