using System.Diagnostics;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>What has a name like a file and is none: nobody may wait for it without end.</summary>
public sealed class FileBytesTests
{
    [Fact]
    public void A_pipe_that_nobody_writes_into_is_given_up()
    {
        using TestFiles files = new();
        string pipe = MakePipe(files);
        Assert.False(FileBytes.TryRead(pipe, out byte[] data, out string failure, TimeSpan.FromMilliseconds(50)));
        Assert.Equal("it is not a file but a pipe or a device, and did not come to its end in 0.05 seconds", failure);
        Assert.Empty(data);
    }

    [Fact]
    public async Task A_pipe_is_read_to_its_end_and_one_that_has_none_is_given_up()
    {
        using TestFiles files = new();
        string pipe = MakePipe(files);
        byte[] written = TestPki.Server.Certificate.ToDer();
        Task<byte[]> reading = Task.Run(() => FileBytes.TryRead(pipe, out byte[] data, out string failure)
            ? data
            : throw new InvalidOperationException(failure));
        // To open it waits for the reader.
        await using (FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write)))
        {
            await writer.WriteAsync(written.AsMemory(0, 10), TestContext.Current.CancellationToken);
            await writer.FlushAsync(TestContext.Current.CancellationToken);
            await writer.WriteAsync(written.AsMemory(10), TestContext.Current.CancellationToken);
        }
        Assert.Equal(written, await reading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));

        Task<string> endless = Task.Run(() => FileBytes.TryRead(pipe, out _, out string failure, TimeSpan.FromSeconds(1)) ? "" : failure);
        await using (FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write)))
        {
            await writer.WriteAsync(written, TestContext.Current.CancellationToken);
            await writer.FlushAsync(TestContext.Current.CancellationToken);
            Assert.Contains("did not come to its end",
                await endless.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read_at_all()
    {
        using TestFiles files = new();
        string path = files.PathOf("large.pem");
        using (FileStream file = File.Create(path))
            file.SetLength(4L << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(FileBytes.TryRead(path, out _, out string failure));
        Assert.Equal("it is larger than 64 MiB", failure);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        using FileStream again = File.OpenRead(path);
        Assert.Throws<InvalidDataException>(() => FileBytes.ReadAll(again));
    }

    [Fact]
    public void A_name_with_a_zero_is_none()
    {
        using TestFiles files = new();
        string path = files.Write("server.pem", TestPki.Server.Certificate.ToPem());
        Assert.False(FileBytes.TryRead(path + "\0.txt", out _, out string failure));
        Assert.StartsWith("it cannot be read", failure, StringComparison.Ordinal);
    }

    private static string MakePipe(TestFiles files)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs pipes among the files, which Windows does not have");
        string path = files.PathOf("pipe");
        using Process make = Process.Start("mkfifo", path);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return path;
    }
}
