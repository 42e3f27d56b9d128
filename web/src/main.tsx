import {QueryClient, QueryClientProvider} from '@tanstack/react-query'
import {StrictMode} from 'react'
import {createRoot} from 'react-dom/client'
import {BrowserRouter} from 'react-router'
import {App, fetchPart} from './app'
import {Boundary} from './boundary'
import {lookAhead, takenEarly} from './ahead'
import {key, Problem, tabs} from './api'
import './style/all.css'
import {shell as say} from './words/shell'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2000,
      // a refusal stays one; a server that cannot be reached may be back soon
      retry: (times, error) => !(error instanceof Problem && error.status < 500) && times < 20,
      retryDelay: times => Math.min(500 * 2 ** times, 5000),
      networkMode: 'always'
    },
    mutations: {networkMode: 'always'}
  }
})

const PATIENCE_MS = 150

fetchPart(location.pathname)
// a link that signs in is used; without one, another tab may be signed in
if (!key.get() && !location.hash.startsWith('#sign-in=')) await tabs.ask()
const data = lookAhead(queries, location.pathname)
takenEarly()
// what is nearly here is drawn at once, rather than a page that waits for it and then the same again
await Promise.race([data, new Promise(resume => setTimeout(resume, PATIENCE_MS))])

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Boundary what={say.console}>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </Boundary>
  </StrictMode>
)
