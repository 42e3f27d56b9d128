import {useQuery} from '@tanstack/react-query'
import {type Batch, client, good} from '../api'

/** Why items of a batch failed, in groups; asked for once any has failed. */
export const useFailures = (batch: Pick<Batch, 'id' | 'counts'>) =>
  useQuery({
    queryKey: ['failures', batch.id],
    queryFn: () => good(client.GET('/v1/batches/{id}/failures', {params: {path: {id: batch.id}}})),
    enabled: batch.counts.failed > 0
  })
