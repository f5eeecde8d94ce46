using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// What the system's cryptography answers when it lacks an algorithm, a curve or a scheme, or a policy forbids it. It is told by the same
/// exception as damaged data, and must not be taken for damage or for a wrong pass phrase.
/// </summary>
internal static class SystemRefusal
{
    /// <summary>Codes of Windows: of CNG, and of its primitives (an NTSTATUS, which .NET marks with 0x01000000).</summary>
    private static readonly HashSet<uint> s_codes =
    [
        0x80090008, // NTE_BAD_ALGID
        0x80090027, // NTE_INVALID_PARAMETER: a curve that it does not know
        0x80090029, // NTE_NOT_SUPPORTED
        0xC1000002, // STATUS_NOT_IMPLEMENTED
        0xC1000008, // STATUS_INVALID_HANDLE: of an algorithm that is not there
        0xC10000BB, // STATUS_NOT_SUPPORTED
        0xC1000225, // STATUS_NOT_FOUND
    ];

    /// <summary>Of .NET's own OpenSSL: its part (EVP, EC), and what it says.</summary>
    private static readonly HashSet<(uint Part, uint Reason)> s_openSsl =
    [
        (6, 0x8010C), // unsupported: no provider has it, or a policy keeps it away
        (6, 156), // unsupported algorithm
        (6, 220), // fips mode not supported
        (16, 129), // unknown group
        (16, 131), // unsupported field
        (16, 141), // invalid curve
    ];

    /// <summary>Whether the system refused, as far as its code tells, or that of what .NET has wrapped.</summary>
    public static bool Is(Exception? e) =>
        e is CryptographicException && (s_codes.Contains((uint)e.HResult) || IsOpenSsl(e) || Is(e.InnerException));

    /// <summary>What the system said of what it refused.</summary>
    public static string WordsOf(Exception e)
    {
        Exception inner = e;
        while (inner.InnerException is { } next)
            inner = next;
        return inner.Message;
    }

    private static bool IsOpenSsl(Exception e) => e.GetType().Name == "OpenSslCryptographicException"
        && s_openSsl.Contains((((uint)e.HResult >> 23) & 0xFF, (uint)e.HResult & 0x7FFFFF));
}
