import {useQuery} from '@tanstack/react-query'
import {client, good, type Run, type Step} from '../api'
import {Curl} from '../curl'
import {Details} from '../details'
import {duration} from '../words'
import {useHistory} from './events'
import {told} from '../words/history'
import {item as say} from '../words/item'

const LINES_MAX = 200

/** What happened to a step, in words. */
export function Log({run, step}: {run: Run; step: Step}) {
  const history = useHistory(run)
  const mine = history.data?.filter(one => one.step === step.step) ?? []
  if (mine.length === 0) return null
  const begun = Date.parse(run.started_at ?? mine[0]!.at)
  return (
    <Details name={`log:${step.step}`} className="log" summary={say.log}>
      <ol>
        {mine.slice(0, LINES_MAX).map(one => (
          <li key={one.sequence}>
            <time className="number" dateTime={one.at} title={one.at}>
              +{duration(Math.max(0, Date.parse(one.at) - begun))}
            </time>
            <span>{told(one)}</span>
          </li>
        ))}
        {mine.length > LINES_MAX && <li>…</li>}
      </ol>
    </Details>
  )
}

/** The parameters that went into a step, asked for when it is looked at. */
export function useInputsOf(run: Run, step: Step) {
  return useQuery({
    queryKey: ['inputs-of', run.id, step.step, step.attempt],
    queryFn: () => good(client.GET('/v1/runs/{id}/steps/{step}/inputs', {params: {path: {id: run.id, step: step.step}}})),
    enabled: !step.gate && !step.iterations && (step.attempt > 0 || step.reused),
    retry: false
  })
}

export function StepCurls({run, step, why}: {run: Run; step: Step; why: boolean}) {
  const path = `/v1/runs/${run.id}/steps/${step.step}`
  return (
    <div className="curls">
      {why && <Curl path={`${path}/why`} label={say.curlWhy} />}
      <Curl path={`${path}/inputs`} label={say.curlInputs} />
    </div>
  )
}
