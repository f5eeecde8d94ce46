using Org.BouncyCastle.Tls;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>Reports a failure with a message to the peer, as the library does for the messages that it handles at once.</summary>
internal static class Failing
{
    public static void Tell(Action handle, Action<short, string, Exception> tell)
    {
        const string What = "Failed to process record";
        try
        {
            handle();
        }
        catch (TlsFatalAlertReceived)
        {
            throw;
        }
        catch (TlsFatalAlert e)
        {
            tell(e.AlertDescription, What, e);
            throw;
        }
        catch (IOException e)
        {
            tell(AlertDescription.internal_error, What, e);
            throw;
        }
#pragma warning disable CA1031 // Any other exception is a fault of the library or the peer. It ends only this connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            tell(AlertDescription.internal_error, What, e);
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }
}
