namespace QSslCore.Tls;

/// <summary>An alert that was sent or received.</summary>
internal sealed record TlsAlert(AlertLevel Level, AlertType Type, string Description, bool IsFromPeer);
