namespace QSslCore.Tls;

/// <summary>An alert that was sent or received.</summary>
/// <param name="Level">The severity of the alert.</param>
/// <param name="Type">The reason for the alert.</param>
/// <param name="Description">The alert's name in the library's words, such as <c>unknown ca</c>.</param>
/// <param name="IsFromPeer">True if the peer sent the alert, false if this side sent it.</param>
public sealed record TlsAlert(AlertLevel Level, AlertType Type, string Description, bool IsFromPeer);
