namespace QSslCore.Sockets;

/// <summary>Something that the event loop calls when what it is armed for has come.</summary>
internal interface ILoopClient
{
    /// <summary>On a thread of the loop; the arming is used up.</summary>
    void OnReady();
}
