package dev.backlot.provider;

/** What comes of listening at a WebSocket; called on other threads, one at a time. */
public interface SocketEar {
  void opened();

  void heard(String text);

  /** It could not be opened, or fell, by itself; said once at most. */
  void lost(String why);
}
