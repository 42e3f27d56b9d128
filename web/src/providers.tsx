import {useMutation, useQuery} from '@tanstack/react-query'
import {client, good} from './api'
import {Curl} from './curl'
import {useMe} from './app'
import {Empty, Loading, Refused, Status, Wrong} from './parts'
import {cost} from './words'

const useProviders = () => useQuery({queryKey: ['providers'], queryFn: () => good(client.GET('/v1/providers')), refetchInterval: 10_000})

function Health({up}: {up: boolean}) {
  return up ? <Status of="succeeded" label="up" /> : <Status of="failed" label="left alone: did not answer" />
}

const price = (one: {low: number; high: number}, currency: string) => `${one.low === one.high ? cost(one.low) : `${cost(one.low)} to ${cost(one.high)}`} ${currency}`

/** Whether those who work for money answer, on the first page. */
export function ProviderHealth() {
  const found = useProviders()
  if (!found.data || found.data.items.length === 0) return null
  return (
    <section aria-labelledby="providers">
      <h2 id="providers">Providers</h2>
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
      <button className="quiet" disabled={test.isPending} onClick={() => test.mutate()} aria-label={`Test the key of ${name}`}>
        {test.isPending ? 'Asking…' : 'Test the key'}
      </button>
      <span role="status">
        {test.data && <Status of={SAYS[test.data.result]} label={test.data.result === 'taken' ? 'the key is good' : `${test.data.result}: ${test.data.detail}`} />}
      </span>
      <Refused error={test.error} />
    </>
  )
}

export function Providers() {
  const admin = useMe()?.operator
  const found = useProviders()
  if (found.isPending) return <Loading what="providers" />
  if (found.isError) return <Wrong error={found.error} what="list of providers" retry={() => void found.refetch()} />
  const {items, currency} = found.data
  if (items.length === 0) {
    return (
      <Empty title="No provider is named">
        <p>
          Steps that make pictures, words, sound or video with a model need one. Name it in a file and start with{' '}
          <code>backlot serve --providers FILE</code>.
        </p>
      </Empty>
    )
  }
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label="Providers">
        <table>
          <thead>
            <tr>
              <th>Provider</th>
              <th>State</th>
              <th>Does</th>
              <th className="number">One job costs</th>
              {admin && (
                <th>
                  <span className="hidden">What can be done</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
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
                      {task} <span className="small">{one.models[task] ? `with ${one.models[task]} if a step names none` : ''}</span>
                    </span>
                  ))}
                </td>
                <td className="number">{price(one, currency)}</td>
                {admin && (
                  <td>
                    <TestKey name={one.name} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small">
        Prices are those of the providers file that the server was started with: <code>prices</code> of each provider, in {currency}. They change with the file, at the next start. See{' '}
        <code>docs/providers.md</code>.
      </p>
      <Curl path="/v1/providers" />
    </>
  )
}
