using Autonomys.Cli.Commands;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.Cli.Util;

/// <summary>Gets the public KZG parameters from a file or an address, as the binary or as the ceremony's JSON, and installs them.</summary>
internal static class KzgParametersInstaller
{
    /// <summary>Reads, checks the hash, and writes the file whole or not at all.</summary>
    /// <param name="from">A path, or an address that begins with http:// or https://.</param>
    /// <param name="to">The file to write.</param>
    /// <param name="cancellationToken">Ends the work; nothing is written then.</param>
    /// <exception cref="CommandException">It cannot be read, or holds something else.</exception>
    /// <exception cref="KzgParametersException">The parameters are others.</exception>
    public static async Task InstallAsync(string from, string to, CancellationToken cancellationToken)
    {
        KzgParameters parameters = KzgParameters.FromBytes(
            await ReadAsync(from, cancellationToken).ConfigureAwait(false), KzgParameterSet.Ethereum, from);
        Write(to, parameters.Bytes);
    }

    private static async Task<byte[]> ReadAsync(string from, CancellationToken cancellationToken)
    {
        try
        {
            if (Uri.TryCreate(from, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
            {
                using HttpClient http = new();
                using HttpResponseMessage response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                response.EnsureSuccessStatusCode();
                Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                return await ReadAsync(body, cancellationToken).ConfigureAwait(false);
            }

            FileStream file = new(from, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using (file.ConfigureAwait(false))
            {
                return await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new CommandException(
                $"--from {from}: {exception.Message}. It must be the binary file of {KzgParameters.FileSize} bytes, or the ceremony's public state in JSON.");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or UnauthorizedAccessException)
        {
            throw new CommandException($"--from {from} cannot be read: {exception.Message}");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        // One byte more than the file has tells that there is more.
        byte[] start = new byte[KzgParameters.FileSize + 1];
        int length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (start.AsSpan(0, length).TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
        {
            using MemoryStream begin = new(start, 0, length);
            using ChainedStream whole = new(begin, stream);
            return await KzgTranscript.ReadAsync(whole, cancellationToken).ConfigureAwait(false);
        }

        return length == KzgParameters.FileSize
            ? start[..length]
            : throw new InvalidDataException(
                length < KzgParameters.FileSize ? $"it has {length} bytes" : $"it has more than {KzgParameters.FileSize} bytes and is not JSON");
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new CommandException($"{full} cannot be written: {exception.Message}");
        }
    }
}
