namespace QSslCore.Proxies;

/// <summary>The state of a dialogue with a proxy.</summary>
internal enum ProxyDialogueStatus
{
    /// <summary>The dialogue needs more of the proxy's answer.</summary>
    NeedsMore,

    /// <summary>The dialogue needs a user name and a password: <see cref="ProxyDialogue.Authenticate"/>.</summary>
    NeedsCredentials,

    /// <summary>The tunnel is established. All further data comes from the host.</summary>
    Done,

    /// <summary>The dialogue failed. <see cref="ProxyDialogue.Failure"/> says why.</summary>
    Failed,
}
