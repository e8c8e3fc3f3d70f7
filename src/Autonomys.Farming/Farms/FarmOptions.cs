using System.Diagnostics.CodeAnalysis;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Reading;

namespace Autonomys.Farming.Farms;

/// <summary>A farm as it is given on the command line: <c>path=DIR,size=100G</c> or <c>path=DIR,sectors=20</c>.</summary>
/// <param name="Directory">Where the farm is or will be.</param>
/// <param name="Size">How large it is to be.</param>
/// <param name="ReadMode">How to read for proofs; null lets the farm find out which is faster.</param>
public sealed record FarmOptions(string Directory, FarmSize Size, RecordReadMode? ReadMode = null)
{
    /// <summary>
    /// Reads <c>path=DIR</c> with <c>size=100G</c>, <c>size=max</c>, <c>size=95%</c> or <c>sectors=20</c>, and optionally
    /// <c>record-chunks-mode=ConcurrentChunks|WholeSector</c>, in any order, separated by commas.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FarmOptions? options, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        options = null;
        error = null;
        string? directory = null;
        FarmSize? size = null;
        RecordReadMode? mode = null;
        foreach (string part in text.Split(','))
        {
            int separator = part.IndexOf('=', StringComparison.Ordinal);
            if (separator < 0)
            {
                error = $"\"{part}\" in \"{text}\" has no =: a farm is given as path=DIR,size=100G or path=DIR,sectors=20";
                return false;
            }

            string key = part[..separator];
            string value = part[(separator + 1)..];
            if (value.Length == 0)
            {
                error = $"{key}= in \"{text}\" has no value";
                return false;
            }

            bool isRepeated = false;
            switch (key)
            {
                case "path":
                    isRepeated = directory is not null;
                    directory = value;
                    break;
                case "size" or "sectors":
                    isRepeated = size is not null;
                    if (!(key == "size" ? FarmSize.TryParseSize(value, out size, out error) : FarmSize.TryParseSectors(value, out size, out error)))
                    {
                        error = $"{error} (in \"{text}\")";
                        return false;
                    }

                    break;
                case "record-chunks-mode":
                    isRepeated = mode is not null;
                    mode = value switch
                    {
                        nameof(RecordReadMode.ConcurrentChunks) => RecordReadMode.ConcurrentChunks,
                        nameof(RecordReadMode.WholeSector) => RecordReadMode.WholeSector,
                        _ => null,
                    };
                    if (mode is null)
                    {
                        error = $"record-chunks-mode \"{value}\" in \"{text}\" is neither ConcurrentChunks nor WholeSector";
                        return false;
                    }

                    break;
                default:
                    error = $"key \"{key}\" in \"{text}\" is not one of path, size, sectors, record-chunks-mode";
                    return false;
            }

            if (isRepeated)
            {
                error = key is "size" or "sectors"
                    ? $"\"{text}\" gives the size of the farm twice: use one of size= and sectors="
                    : $"\"{text}\" gives {key}= twice";
                return false;
            }
        }

        if (directory is null || size is null)
        {
            error = directory is null
                ? $"\"{text}\" has no path=: where is the farm to be?"
                : $"\"{text}\" has neither size= nor sectors=: how large is the farm to be?";
            return false;
        }

        options = new FarmOptions(directory, size, mode);
        return true;
    }
}
