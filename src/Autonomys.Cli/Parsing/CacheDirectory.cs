using System.Diagnostics.CodeAnalysis;
using Autonomys.Farming.Farms.Space;

namespace Autonomys.Cli.Parsing;

/// <summary>A cache as it is given on the command line.</summary>
/// <param name="Directory">Where it is or will be.</param>
/// <param name="Size">Bytes that it may fill; null for what is free.</param>
internal sealed record CacheDirectory(string Directory, long? Size)
{
    /// <summary>Reads <c>path=DIR</c>, with <c>size=SIZE</c> where <paramref name="hasSize"/>, in any order.</summary>
    public static bool TryParse(
        string text, bool hasSize, [NotNullWhen(true)] out CacheDirectory? cache, [NotNullWhen(false)] out string? error)
    {
        cache = null;
        error = null;
        string? directory = null;
        long? size = null;
        foreach (string part in text.Split(','))
        {
            int separator = part.IndexOf('=', StringComparison.Ordinal);
            string key = separator < 0 ? part : part[..separator];
            string value = separator < 0 ? "" : part[(separator + 1)..];
            if (key == "path" && value.Length > 0 && directory is null)
            {
                directory = value;
            }
            else if (key == "size" && hasSize && size is null && ByteSize.TryParse(value, out ulong bytes, out error) && bytes is > 0 and <= long.MaxValue)
            {
                size = (long)bytes;
            }
            else
            {
                error ??= hasSize
                    ? $"\"{part}\" is not understood: a cache is given as path=DIR or path=DIR,size=100G"
                    : $"\"{part}\" is not understood: a cache is given as path=DIR";
                return false;
            }
        }

        if (directory is null)
        {
            error = "it has no path=: where are the items to be kept?";
            return false;
        }

        cache = new CacheDirectory(directory, size);
        return true;
    }
}
