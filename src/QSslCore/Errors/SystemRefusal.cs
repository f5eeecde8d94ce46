using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// The errors of the system's cryptography if it does not support an algorithm, a curve or a scheme, or if a policy forbids it. They use
/// the same exception as damaged data, but must not be reported as damaged data or as a wrong pass phrase.
/// </summary>
internal static class SystemRefusal
{
    /// <summary>Windows error codes: of CNG, and of its primitives (an NTSTATUS, which .NET marks with 0x01000000).</summary>
    private static readonly HashSet<uint> s_codes =
    [
        0x80090008, // NTE_BAD_ALGID
        0x80090027, // NTE_INVALID_PARAMETER: an unknown curve
        0x80090029, // NTE_NOT_SUPPORTED
        0xC1000002, // STATUS_NOT_IMPLEMENTED
        0xC1000008, // STATUS_INVALID_HANDLE: of an algorithm that is not available
        0xC10000BB, // STATUS_NOT_SUPPORTED
        0xC1000225, // STATUS_NOT_FOUND
    ];

    /// <summary>Error codes of the OpenSSL that .NET uses: the library part (EVP, EC) and the reason.</summary>
    private static readonly HashSet<(uint Part, uint Reason)> s_openSsl =
    [
        (6, 0x8010C), // unsupported: no provider has it, or a policy forbids it
        (6, 156), // unsupported algorithm
        (6, 220), // fips mode not supported
        (16, 129), // unknown group
        (16, 131), // unsupported field
        (16, 141), // invalid curve
    ];

    /// <summary>Whether the system refused the operation, according to the error code of the exception or of an inner exception.</summary>
    public static bool Is(Exception? e) =>
        e is CryptographicException && (s_codes.Contains((uint)e.HResult) || IsOpenSsl(e) || Is(e.InnerException));

    /// <summary>Returns the system's reason for the refusal.</summary>
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
