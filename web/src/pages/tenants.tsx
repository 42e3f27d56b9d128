import {useMutation, useQueryClient} from '@tanstack/react-query'
import {type FormEvent, useState} from 'react'
import {useInAddress} from '../address'
import {client, good, type NewTenantLimits, type TenantLimits} from '../api'
import {Curl} from '../curl'
import {Refused} from '../parts'
import {ACTIONS, figure, Table} from '../table'
import {cost, count, inCurrency} from '../words'
import {settings as say} from '../words/settings'

const WEIGHT = 100
const QUOTAS = ['items', 'batches', 'steps'] as const
const BUDGETS = ['budget_day', 'budget_month'] as const

/** All that a form says of a tenant; an empty field sets no limit, and zero is an amount of its own. */
function limitsOf(form: FormData): NewTenantLimits {
  const given = [...QUOTAS, ...BUDGETS].flatMap(name => {
    const text = String(form.get(name) ?? '').trim()
    return text === '' ? [] : [[name, Number(text)] as const]
  })
  return {weight: Number(form.get('weight')) || WEIGHT, ...Object.fromEntries(given)}
}

const known = ({tenant: _, use: __, ...limits}: TenantLimits): NewTenantLimits => limits

/** What each tenant may have: its share of the turns, its quotas and what its providers may cost. */
export function Tenants({of, hasMore}: {of: TenantLimits[]; hasMore: boolean}) {
  const queries = useQueryClient()
  const [named, edit] = useInAddress('tenant')
  const edited = of.find(one => one.tenant === named)
  const [said, setBody] = useState<NewTenantLimits>()
  const body = said ?? (edited ? known(edited) : {})
  // what was refused stands in the form still, what was taken does not
  const [round, setRound] = useState(0)
  const again = () => void queries.invalidateQueries({queryKey: ['limits']})
  const set = useMutation({
    mutationFn: ({tenant, body}: {tenant: string; body: NewTenantLimits}) => good(client.PUT('/v1/limits/tenants/{tenant}', {params: {path: {tenant}}, body})),
    onSuccess: () => {
      change(undefined)
      setRound(round + 1)
    },
    onSettled: again
  })
  const lift = useMutation({
    mutationFn: (tenant: string) => good(client.DELETE('/v1/limits/tenants/{tenant}', {params: {path: {tenant}}})),
    onSettled: again
  })
  function change(tenant: TenantLimits | undefined) {
    edit(tenant?.tenant)
    setBody(undefined)
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    set.mutate({tenant: String(form.get('tenant')).trim(), body: limitsOf(form)})
  }
  return (
    <>
      <form key={`${edited?.tenant} ${round}`} className="across" aria-label={say.limitsOfATenant} onChange={event => setBody(limitsOf(new FormData(event.currentTarget)))} onSubmit={submit}>
        <label title={say.whatATenantIs}>
          {say.tenant}
          <input name="tenant" required maxLength={63} defaultValue={edited?.tenant} readOnly={!!edited} placeholder={say.tenantExample} />
        </label>
        {QUOTAS.map(name => (
          <label key={name}>
            {say.quotas[name]}
            <input name={name} type="number" min={1} max={1000000} defaultValue={edited?.[name]} placeholder={say.any} />
          </label>
        ))}
        {BUDGETS.map(name => (
          <label key={name}>
            {say.quotas[name]}
            {inCurrency()}
            <input name={name} type="number" min={0} step="any" defaultValue={edited?.[name]} placeholder={say.any} />
          </label>
        ))}
        <label title={say.whatAShareIs}>
          {say.shareOfTurns}
          <input name="weight" type="number" min={1} max={1000} defaultValue={edited?.weight} placeholder={String(WEIGHT)} />
        </label>
        <button className="main">{edited ? say.changeIt : say.setIt}</button>
        {edited && (
          <button type="button" onClick={() => change(undefined)}>
            {say.cancel}
          </button>
        )}
      </form>
      <p className="small">{say.whatBudgetsAre}</p>
      <Refused error={set.error ?? lift.error} />
      {of.length === 0 ? (
        <p className="note">{say.noTenantLimited}</p>
      ) : (
        <Table label={say.tenants} columns={[say.tenant, figure(say.quotas.items), figure(say.quotas.batches), figure(say.quotas.steps), figure(say.quotas.budget_day), figure(say.quotas.budget_month), figure(say.share), ACTIONS]}>
          {of.map(one => (
            <tr key={one.tenant}>
              <td>{one.tenant}</td>
              {QUOTAS.map(name => (
                <td key={name} className="number">
                  {say.usedOf(one.use[name], one[name])}
                </td>
              ))}
              {BUDGETS.map(name => (
                <td key={name} className="number">
                  {one[name] === undefined ? '–' : cost(one[name])}
                </td>
              ))}
              <td className="number">{count(one.weight)}</td>
              <td>
                <button
                  className="quiet"
                  onClick={() => change(one)}
                  aria-label={say.changeTheLimitsOf(one.tenant)}
                >
                  {say.change}
                </button>
                <button className="quiet" onClick={() => lift.mutate(one.tenant)} aria-label={say.liftTheLimitsOf(one.tenant)}>
                  {say.lift}
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {hasMore && <p className="small">{say.firstByName}</p>}
      <Curl path={`/v1/limits/tenants/${edited?.tenant ?? 'default'}`} method="PUT" body={Object.keys(body).length > 0 ? body : {items: 500, batches: 20, budget_day: 25}} label={say.curlSetThem} />
    </>
  )
}
