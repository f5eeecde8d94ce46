namespace QSslCore.Tls;

/// <summary>An alert that was sent or received.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Type">What it says.</param>
/// <param name="Description">The alert's name in the library's words, such as <c>unknown ca</c>.</param>
/// <param name="IsFromPeer">True for an alert that the peer sent, false for one of this side.</param>
public sealed record TlsAlert(AlertLevel Level, AlertType Type, string Description, bool IsFromPeer);
