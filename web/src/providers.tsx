import {useMutation, useQuery} from '@tanstack/react-query'
import {client, good} from './api'
import {Curl} from './curl'
import {useMe} from './app'
import {Empty, Loading, Refused, Status, Wrong} from './parts'
import {ACTIONS, figure, Table} from './table'
import {cost} from './words'
import {settings as say} from './words/settings'

const useProviders = () => useQuery({queryKey: ['providers'], queryFn: () => good(client.GET('/v1/providers')), refetchInterval: 10_000})

function Health({up}: {up: boolean}) {
  return up ? <Status of="succeeded" label={say.up} /> : <Status of="failed" label={say.leftAloneDidNotAnswer} />
}

const price = (one: {low: number; high: number}) => say.priceOf(one.low, one.high)

/** Whether those who work for money answer, on the first page. */
export function ProviderHealth() {
  const found = useProviders()
  if (!found.data || found.data.items.length === 0) return null
  return (
    <section aria-labelledby="providers">
      <h2 id="providers">{say.providers}</h2>
      <ul className="todo">
        {found.data.items.map(one => (
          <li key={one.name} className="row">
            <strong>{one.name}</strong>
            <Health up={one.up} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const SAYS = {taken: 'succeeded', refused: 'failed', unknown: 'pending'} as const

/** Asks the provider, at no cost, whether the key is good. */
function TestKey({name}: {name: string}) {
  const test = useMutation({mutationFn: () => good(client.POST('/v1/providers/{name}/test', {params: {path: {name}}}))})
  return (
    <>
      <button className="quiet" disabled={test.isPending} onClick={() => test.mutate()} aria-label={say.testTheKeyOf(name)}>
        {test.isPending ? say.asking : say.testTheKey}
      </button>
      <span role="status">
        {test.data && <Status of={SAYS[test.data.result]} label={test.data.result === 'taken' ? say.theKeyIsGood : `${test.data.result}: ${test.data.detail}`} />}
      </span>
      <Refused error={test.error} />
    </>
  )
}

export function Providers() {
  const admin = useMe()?.operator
  const found = useProviders()
  if (found.isPending) return <Loading what={say.providersWord} />
  if (found.isError) return <Wrong error={found.error} what={say.listOfProviders} retry={() => void found.refetch()} />
  const {items} = found.data
  if (items.length === 0) return <Nobody />
  return (
    <>
      <Table label={say.providers} columns={[say.provider, say.state, say.does, figure(say.oneJobCosts), ...(admin ? [ACTIONS] : [])]}>
        {items.map(one => (
          <tr key={one.name}>
            <td>
              <strong>{one.name}</strong>
            </td>
            <td>
              <Health up={one.up} />
            </td>
            <td>
              {one.tasks.map(task => (
                <span key={task} className="block">
                  {task} <span className="small">{one.models[task] ? say.withIfAStepNamesNone(one.models[task]) : ''}</span>
                </span>
              ))}
            </td>
            <td className="number">{price(one)}</td>
            {admin && (
              <td>
                <TestKey name={one.name} />
              </td>
            )}
          </tr>
        ))}
      </Table>
      <Curl path="/v1/providers" />
    </>
  )
}

function Nobody({isAboutPrices}: {isAboutPrices?: boolean}) {
  return (
    <Empty title={isAboutPrices ? say.nothingCosts : say.noProviderIsNamed}>
      {isAboutPrices && <p>{say.stepsHereAreFree}</p>}
      <p>
        {say.providersNeeded}{' '}
        <code>backlot serve --providers FILE</code>.
      </p>
    </Empty>
  )
}

/** What each model costs, and where that is changed. */
export function Prices() {
  const found = useProviders()
  if (found.isPending) return <Loading what={say.prices} />
  if (found.isError) return <Wrong error={found.error} what={say.listOfPrices} retry={() => void found.refetch()} />
  const {items, currency} = found.data
  if (items.length === 0) return <Nobody isAboutPrices />
  return (
    <>
      <p className="note">
        {say.pricesOfTheFile(currency)} <code>prices</code> {say.pricesOfEach} <code>docs/providers.md</code> {say.tellsHow}
      </p>
      <Table label={say.pricesTitle} columns={[say.provider, say.model, figure(say.forAResult), figure(say.forASecond), figure(say.forTokens), figure(say.oneJob)]}>
        {items.flatMap(one =>
          one.prices.map(each => (
            <tr key={`${one.name} ${each.model}`}>
              <td>
                <strong>{one.name}</strong>
              </td>
              <td className="text">{each.model ?? <span className="small">{one.prices.length > 1 ? say.allOthers : say.all}</span>}</td>
              <td className="number">{each.call === undefined ? '–' : cost(each.call)}</td>
              <td className="number">{each.second === undefined ? '–' : cost(each.second)}</td>
              <td className="number">{say.tokens(each.input, each.output)}</td>
              <td className="number">{price(each)}</td>
            </tr>
          ))
        )}
      </Table>
      <Curl path="/v1/providers" />
    </>
  )
}
