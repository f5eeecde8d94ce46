namespace QSslCore.Proxies;

/// <summary>How far a dialogue with a proxy came.</summary>
internal enum ProxyDialogueStatus
{
    /// <summary>It needs more of the proxy's answer.</summary>
    NeedsMore,

    /// <summary>It needs a user name and a password: <see cref="ProxyDialogue.Authenticate"/>.</summary>
    NeedsCredentials,

    /// <summary>The tunnel stands: what follows is the host's.</summary>
    Done,

    /// <summary><see cref="ProxyDialogue.Failure"/> says why.</summary>
    Failed,
}
