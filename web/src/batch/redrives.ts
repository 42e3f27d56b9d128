import {useQuery} from '@tanstack/react-query'
import {type Batch, client, good} from '../api'

const NEWEST = 50

/** The newest batches that took up this one. */
export const useRedrives = (batch: Batch, wanted = true) =>
  useQuery({
    queryKey: ['redrives-of', batch.id],
    queryFn: () => good(client.GET('/v1/batches', {params: {query: {redrive_of: batch.id, limit: NEWEST}}})),
    enabled: wanted
  })
