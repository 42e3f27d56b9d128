import {Component, type ReactNode} from 'react'

type Props = {what: string; children: ReactNode}
type State = {broken?: {by: unknown} | undefined}

/** Keeps a mistake of the page within the part where it happened; the rest goes on. */
export class Boundary extends Component<Props, State> {
  override state: State = {}

  static getDerivedStateFromError(by: unknown): State {
    return {broken: {by}}
  }

  override render() {
    const {broken} = this.state
    if (!broken) return this.props.children
    return (
      <section className="empty wrong" role="alert">
        <h2>The {this.props.what} cannot be shown</h2>
        <p>This is a mistake of the console. What you started goes on, and nothing of it is lost.</p>
        <p className="small text">{broken.by instanceof Error ? broken.by.message : String(broken.by)}</p>
        <div className="buttons">
          <button className="main" onClick={() => location.reload()}>
            Reload the page
          </button>
          <button onClick={() => this.setState({broken: undefined})}>Try again</button>
        </div>
      </section>
    )
  }
}
