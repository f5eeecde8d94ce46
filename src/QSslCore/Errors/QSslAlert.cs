namespace QSslCore;

/// <summary>The fatal alert that ended a handshake, and who sent it. A value. Not one of Qt's types.</summary>
/// <param name="Type">What it says; a code that has no name is its number.</param>
/// <param name="IsFromPeer">The peer sent it; else this side did.</param>
public sealed record QSslAlert(AlertType Type, bool IsFromPeer)
{
    /// <summary>Both in words, such as <c>UnknownCa (from the peer)</c> or <c>UnknownCa (sent)</c>.</summary>
    public override string ToString() => $"{Type} ({(IsFromPeer ? "from the peer" : "sent")})";
}
