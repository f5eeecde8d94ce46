using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QSslCore.Tls;

namespace QSslCore.Soak;

/// <summary>
/// One allocation of OpenSSL fails: the first, the second, and so on through a whole connection. In a child process, because the library
/// takes another allocator only before its first allocation, and because a crash would be the library's own.
/// </summary>
internal static unsafe partial class AllocationRun
{
    private const string What = "openssl: out of memory for one allocation, at each of a connection";
    private const string Library = "libcrypto.so.3";

    /// <summary>No connection makes as many.</summary>
    private const int MaxAllocations = 200_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    /// <summary>How many may still succeed; below 0 all do.</summary>
    [ThreadStatic]
    private static long t_left;

    /// <param name="stride">Every how many allocations.</param>
    /// <param name="checks">What was tried.</param>
    public static void Run(int stride, Checks checks)
    {
        Console.WriteLine("No memory for one allocation");
        if (!OperatingSystem.IsLinux() || !ExchangePair.Backends.Contains("openssl"))
        {
            checks.LeaveOut(What, "it needs openssl on Linux");
            return;
        }
        Tally? tally = ChildProgram.Run(
            "", s_limit, ["child", "allocation", stride.ToString(System.Globalization.CultureInfo.InvariantCulture)], out string reason);
        if (tally is { } told)
            checks.Row("Peers and resources", What, told);
        else
            checks.LeaveOut(What, reason);
    }

    /// <summary>What the child does.</summary>
    public static Tally Child(int stride)
    {
        t_left = -1;
        nint library = NativeLibrary.Load(Library);
        var setFunctions = (delegate* unmanaged<nint, nint, nint, int>)NativeLibrary.GetExport(library, "CRYPTO_set_mem_functions");
        if (setFunctions((nint)(delegate* unmanaged<nuint, byte*, int, void*>)&Allocate,
            (nint)(delegate* unmanaged<void*, nuint, byte*, int, void*>)&Reallocate,
            (nint)(delegate* unmanaged<void*, byte*, int, void>)&Free) != 1)
            return new(1, 1, "the library has allocated before");
        Tally all = default;
        int failed = 0;
        foreach (SslProtocol protocol in new[] { SslProtocol.TlsV1_2, SslProtocol.TlsV1_3 })
        {
            ExchangePair pair = new("openssl", "openssl", protocol);
            using (Exchange good = new(pair, onServer: false, null, 0, seed: 1))
                good.Run();
            for (int at = 0; at < MaxAllocations; at += stride)
            {
                bool happened = false;
                all += Tally.Of($"{protocol}, allocation {at}", () => happened = Try(pair, at, ref failed));
                t_left = -1;
                if (!happened)
                    break;
            }
            // Whatever happened before leaves nothing behind.
            all += Tally.Of($"{protocol}, afterwards", () =>
            {
                using Exchange good = new(pair, onServer: false, null, 0, seed: 2);
                good.Run();
            });
        }
        return all.Told($"{failed} connections failed with a reason, the others did without");
    }

    /// <returns>False when the connection makes no such allocation.</returns>
    private static bool Try(ExchangePair pair, int at, ref int failed)
    {
        t_left = at;
        try
        {
            using Exchange exchange = new(pair, onServer: false, null, 0, seed: 1);
            exchange.RunToAnyEnd();
            failed += exchange.HasFailed ? 1 : 0;
        }
        catch (Exception e) when (e is OutOfMemoryException or TlsSetupException)
        {
            failed++;
        }
        return t_left < 0;
    }

    [UnmanagedCallersOnly]
    private static void* Allocate(nuint size, byte* file, int line) => Fails() ? null : Alloc(size);

    [UnmanagedCallersOnly]
    private static void* Reallocate(void* block, nuint size, byte* file, int line) => Fails() ? null : ReAlloc(block, size);

    [UnmanagedCallersOnly]
    private static void Free(void* block, byte* file, int line) => Release(block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Fails() => t_left >= 0 && t_left-- == 0;

    [LibraryImport("libc", EntryPoint = "malloc")]
    private static partial void* Alloc(nuint size);

    [LibraryImport("libc", EntryPoint = "realloc")]
    private static partial void* ReAlloc(void* block, nuint size);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Release(void* block);
}
