import {Component, type ReactNode} from 'react'
import {shell as say} from './words/shell'

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
        <h2>{say.cannotBeShown(this.props.what)}</h2>
        <p>{say.mistakeOfTheConsole}</p>
        <p className="small text">{broken.by instanceof Error ? broken.by.message : String(broken.by)}</p>
        <div className="buttons">
          <button className="main" onClick={() => location.reload()}>
            {say.reloadThePage}
          </button>
          <button onClick={() => this.setState({broken: undefined})}>{say.tryAgain}</button>
        </div>
      </section>
    )
  }
}
