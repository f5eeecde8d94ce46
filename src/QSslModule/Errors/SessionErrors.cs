using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The errors for a TLS session that cannot be exported, or that is refused.</summary>
internal static class SessionErrors
{
    public static ErrorRecord NotEncrypted(QSslSocket socket) => ErrorRecords.Make(
        ErrorIds.NotConnected, ErrorCategory.InvalidOperation, socket,
        $"{socket.DisplayTarget()}: there is no session, because the connection is not encrypted.", "Connect first, with -KeepSession.");

    public static ErrorRecord NotKept(QSslSocket socket) => ErrorRecords.Make(
        ErrorIds.NoSession, ErrorCategory.InvalidOperation, socket, $"{socket.DisplayTarget()}: the session was not kept.",
        "Connect with -KeepSession.");

    public static ErrorRecord NoneGiven(QSslSocket socket) => ErrorRecords.Make(
        ErrorIds.NoSession, ErrorCategory.ObjectNotFound, socket,
        $"{socket.DisplayTarget()}: the server gave no session to resume.",
        "Many servers give none; one that does may need more time (-TimeoutSeconds), or wait for a first request.");

    /// <param name="socket">The socket whose session should be exported.</param>
    /// <param name="cause">Why the key that authenticates a session is not available.</param>
    public static ErrorRecord NotSealed(QSslSocket socket, Exception cause) => ErrorRecords.Make(
        ErrorIds.FileNotWritten, ErrorCategory.WriteError, socket,
        $"{socket.DisplayTarget()}: the session cannot be exported. {cause.Message}",
        "The key that proves a session is kept in this user's folder for data; other users must not be able to write there.", cause);

    /// <param name="given">The given path or bytes.</param>
    /// <param name="backend">The backend that should resume it: null for any, empty for the active one.</param>
    public static ErrorRecord NotResumable(object given, string? backend)
    {
        string subject = backend switch { null => "any TLS backend here", "" => QSslSocket.ActiveBackend, _ => backend };
        return ErrorRecords.Make(
            ErrorIds.UnsupportedInput, ErrorCategory.InvalidData, Target(given),
            $"{Name(given)} {Verb(given)} no session that {subject} can resume.",
            "Give what Export-SslSession has written; a session is resumed by the backend that made it (-Backend).");
    }

    /// <param name="given">The path of the file.</param>
    /// <param name="fault">Which other user may write there, as a sentence without its full stop.</param>
    public static ErrorRecord FileOfOthers(object given, string fault) => NotTrusted(
        given, $"{Name(given)} is not taken for a session: {fault}, and a user who can write a session can pose as its server.");

    /// <param name="given">The given path or bytes.</param>
    /// <param name="distrust">Why the session is not trusted, as a sentence without its full stop.</param>
    public static ErrorRecord NotGenuine(object given, string distrust) => NotTrusted(
        given, $"{Name(given)} {Verb(given)} not taken for a session: {distrust}.");

    private static ErrorRecord NotTrusted(object given, string message) => ErrorRecords.Make(
        ErrorIds.UntrustedFile, ErrorCategory.SecurityError, Target(given), message,
        "Import-SslSession -AllowUntrustedFile accepts it anyway: its writer can then pose as the server.");

    private static object? Target(object given) => given is byte[] ? null : given;

    private static string Name(object given) => given is byte[] ? "The bytes" : $"'{InputEcho.Of($"{given}")}'";

    private static string Verb(object given) => given is byte[] ? "are" : "is";
}
