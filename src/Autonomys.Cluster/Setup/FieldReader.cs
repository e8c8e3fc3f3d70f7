using System.Globalization;
using System.Text.Json;

namespace Autonomys.Cluster.Setup;

/// <summary>Reads the fields of one JSON object; a field that nobody asked for is a problem at the end, as it is a typing error.</summary>
/// <param name="element">The object; anything else counts as an empty one, with a problem.</param>
/// <param name="machine">Whose fields these are, for the messages; null for those of the whole cluster.</param>
/// <param name="path">Where the object is, such as <c>gpus[0]</c>; empty for the outermost.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class FieldReader(JsonElement element, string? machine, string path, List<string> problems)
{
    private readonly List<string> _asked = [];

    /// <summary>Whether there are fields at all; <see cref="End"/> complains when there are none.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Adds a problem of a field: where it is, what it says, and what would be right.</summary>
    public void Problem(string field, string message) =>
        problems.Add($"{(machine is null ? "" : $"machine {machine}: ")}{PathOf(field)} {message}");

    /// <summary>A text that is not empty; null when the field is missing or wrong.</summary>
    public string? Text(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Problem(field, $"is {Show(value)}: it must be a text in quotes that is not empty");
        return null;
    }

    /// <summary>A text that a rule allows; otherwise the problem says what it must be.</summary>
    public string? Text(string field, Func<string, bool> isAllowed, string mustBe)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (isAllowed(text))
        {
            return text;
        }

        Problem(field, $"\"{text}\" {mustBe}");
        return null;
    }

    /// <summary>An absolute path, without the slash that may be at its end.</summary>
    public string? Directory(string field) =>
        Text(field, FieldRules.IsPath, FieldRules.PathMustBe) is { } path ? path.Length > 1 ? path.TrimEnd('/') : path : null;

    public int? Number(string field, int least, int most)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(field, string.Create(CultureInfo.InvariantCulture, $"is {Show(value)}: it must be a whole number from {least} to {most}, without quotes"));
        return null;
    }

    public bool? Flag(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Problem(field, $"is {Show(value)}: it must be true or false, without quotes");
        return null;
    }

    /// <summary>The object in a field; null when the field is missing.</summary>
    public FieldReader? Object(string field) => Find(field) is { } value ? new FieldReader(value, machine, PathOf(field), problems) : null;

    /// <summary>The objects of a list; none when the field is missing.</summary>
    public IReadOnlyList<FieldReader> Objects(string field) =>
        [.. List(field).Select((value, i) => new FieldReader(value, machine, $"{PathOf(field)}[{i.ToString(CultureInfo.InvariantCulture)}]", problems))];

    /// <summary>The texts of a list; none when the field is missing.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        List<string> texts = [];
        foreach (JsonElement value in List(field))
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            {
                texts.Add(text);
            }
            else
            {
                Problem(field, $"has {Show(value)}: all of the list must be texts in quotes");
            }
        }

        return texts;
    }

    /// <summary>Whether the field is there at all, right or wrong.</summary>
    public bool Has(string field) => IsObject && element.TryGetProperty(field, out _);

    /// <summary>Whether a list that must have something is not there, or has nothing.</summary>
    public bool Lacks(string field) =>
        IsObject && (!element.TryGetProperty(field, out JsonElement value) || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0));

    /// <summary>The same fields, as those of a machine in the messages.</summary>
    public FieldReader OfMachine(string name) => new(element, name, "", problems);

    /// <summary>Complains about what is no object, and about fields that nobody asked for.</summary>
    public void End()
    {
        if (!IsObject)
        {
            problems.Add($"{(machine is null ? "" : $"machine {machine}: ")}{(path.Length == 0 ? "all of it" : path)} is {Show(element)}: it must be an object in braces {{ }}");
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject().Where(property => !_asked.Contains(property.Name)))
        {
            Problem(property.Name, $"is unknown: there are {string.Join(", ", _asked)}");
        }
    }

    private IEnumerable<JsonElement> List(string field)
    {
        if (Find(field) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray();
        }

        Problem(field, $"is {Show(value)}: it must be a list in brackets [ ]");
        return [];
    }

    private JsonElement? Find(string field)
    {
        if (!_asked.Contains(field))
        {
            _asked.Add(field);
        }

        return IsObject && element.TryGetProperty(field, out JsonElement value) ? value : null;
    }

    private string PathOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    private static string Show(JsonElement value)
    {
        const int Most = 40;
        string text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= Most ? text : text[..Most] + "…";
    }
}
