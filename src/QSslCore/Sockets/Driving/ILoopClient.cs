namespace QSslCore.Sockets;

/// <summary>Something that the event loop calls when what it is armed for has come.</summary>
internal interface ILoopClient
{
    /// <summary>The loop's, to keep.</summary>
    LoopRegistration? Registration { get; set; }

    /// <summary>On a thread of the loop; the arming is used up. May come for no reason.</summary>
    void OnReady();
}
