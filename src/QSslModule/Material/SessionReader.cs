using System.Management.Automation;
using QSslCore;
using QSslCore.Files;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Reads sessions of Export-SslSession. Refuses sessions that another user may have created or changed.</summary>
/// <param name="cmdlet">The cmdlet whose location and drives apply.</param>
/// <param name="allowUntrusted">Accepts a session that other users can write or that was exported elsewhere.</param>
internal sealed class SessionReader(PSCmdlet cmdlet, bool allowUntrusted = false)
{
    /// <summary>Returns a session to resume.</summary>
    /// <param name="input">An object of Import-SslSession, bytes, or a path.</param>
    /// <param name="backend">The backend that will resume the session; null for any available backend.</param>
    /// <exception cref="MaterialException">The input is not a session, or it is not trusted.</exception>
    public SslSession Read(object input, string? backend = null)
    {
        object given = input is PSObject wrapped ? wrapped.BaseObject : input;
        if (given is SslSession session)
            return session;
        string? file = given switch
        {
            string path => PathResolver.Existing(cmdlet, path, literal: false)[0],
            FileInfo info => info.FullName,
            _ => null,
        };
        // Check the file before it is read: data from an untrusted file is not even parsed.
        if (file is not null && !allowUntrusted && TrustedPath.Here.Fault(file) is { } fault)
            throw new MaterialException(SessionErrors.FileOfOthers(given, fault));
        byte[] bytes = new MaterialReader(cmdlet).Bytes(file is null ? given : new FileInfo(file), "a session");
        SealedSession? whole = SealedSession.Decode(bytes);
        byte[] ticket = whole?.Session ?? bytes;
        string? distrust = Distrust(whole);
        if ((whole is null || distrust is null) && !CanBeResumed(ticket, backend))
            throw new MaterialException(SessionErrors.NotResumable(given, backend));
        if (distrust is not null)
            throw new MaterialException(SessionErrors.NotGenuine(given, distrust));
        return new(ticket, whole?.PeerName ?? "");
    }

    /// <summary>Returns why the session is not trusted, as a sentence without its full stop; null if it is trusted.</summary>
    private string? Distrust(SealedSession? whole)
    {
        byte[]? key;
        try
        {
            key = SessionKey.Find();
        }
        catch (Exception e) when (!allowUntrusted && e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (whole is not null && key is not null && whole.IsUnder(key))
            return whole.IsGenuine(key) ? null : "it was changed after it was exported";
        if (allowUntrusted)
            return null;
        return whole is null
            ? "nothing in it shows who exported it"
            : $"it was exported by {InputEcho.Of(whole.Exporter)}, and the key that would show whether it was changed is not "
                + $"the one of {SealedSession.ThisExporter}";
    }

    private static bool CanBeResumed(byte[] ticket, string? backend)
    {
        IReadOnlyList<TlsBackend> backends = backend is null
            ? TlsBackendRegistry.Available
            : TlsBackendRegistry.Find(backend) is { } named ? [named] : [];
        return OwnedSession.Decode(ticket) is { } owned
            && backends.Any(b => b.InspectSession(owned.Ticket, QSslConfiguration.DefaultConfiguration) is not null);
    }
}
