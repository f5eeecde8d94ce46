namespace QSslCore;

// A server warns about its own settings once, and not for each client.
public partial class QSslServer
{
    private protected override void OnListening() => WarnOfWeakSettings();

    private void WarnOfWeakSettings()
    {
        foreach (string warning in WeakSettings.Of(_configuration))
            QtLog.Warn(this, warning);
    }
}
