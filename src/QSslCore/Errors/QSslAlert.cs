namespace QSslCore;

/// <summary>The fatal alert that ended a handshake, and the side that sent it. This type is a value. Not one of Qt's types.</summary>
/// <param name="Type">The type of the alert. A code without a name is its number.</param>
/// <param name="IsFromPeer">True if the peer sent the alert, false if this side sent it.</param>
public sealed record QSslAlert(AlertType Type, bool IsFromPeer)
{
    /// <summary>Returns the type and the side as text, such as <c>UnknownCa (from the peer)</c> or <c>UnknownCa (sent)</c>.</summary>
    public override string ToString() => $"{Type} ({(IsFromPeer ? "from the peer" : "sent")})";
}
