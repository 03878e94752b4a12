using System.Globalization;
using System.Text.Json;

namespace DeepStack.Sim.Results.Tests.Timelines;

/// <summary>A timeline file as read back, times in picoseconds of the file's own scale.</summary>
internal sealed class ChromeTrace
{
    public List<Event> Events { get; } = [];

    public Dictionary<string, string> Notes { get; } = [];

    public static ChromeTrace Read(byte[] bytes)
    {
        using JsonDocument document = JsonDocument.Parse(bytes);
        var trace = new ChromeTrace();
        var open = new Dictionary<(int, int?), Stack<int>>();
        foreach (JsonElement e in document.RootElement.GetProperty("traceEvents").EnumerateArray())
        {
            trace.Add(open, new Event(
                e.GetProperty("ph").GetString()!,
                e.GetProperty("name").GetString()!,
                Picoseconds(e.GetProperty("ts")),
                e.TryGetProperty("dur", out JsonElement duration) ? Picoseconds(duration) : 0,
                e.GetProperty("pid").GetInt32(),
                e.TryGetProperty("tid", out JsonElement thread) ? thread.GetInt32() : null,
                e.TryGetProperty("cat", out JsonElement category) ? category.GetString() : null,
                e.TryGetProperty("id", out JsonElement id) ? id.GetInt64() : null,
                e.TryGetProperty("args", out JsonElement args) ? args.Clone() : null,
                e.TryGetProperty("bp", out JsonElement bind) ? bind.GetString() : null));
        }
        foreach (JsonProperty note in document.RootElement.GetProperty("otherData").EnumerateObject()) trace.Notes.Add(note.Name, note.Value.GetString()!);
        return trace;
    }

    /// <summary>Keeps an event; a beginning becomes a complete event when its end comes.</summary>
    private void Add(Dictionary<(int, int?), Stack<int>> open, Event e)
    {
        if (!open.TryGetValue((e.Process, e.Thread), out Stack<int>? begun)) open.Add((e.Process, e.Thread), begun = new Stack<int>());
        if (e.Phase == "E" && begun.TryPeek(out int place) && Events[place].Name == e.Name && e.At >= Events[place].At)
        {
            Events[begun.Pop()] = Events[place] with { Phase = "X", Elapsed = e.At - Events[place].At };
            return;
        }
        if (e.Phase == "B") begun.Push(Events.Count);
        Events.Add(e);
    }

    /// <summary>Reads the decimal exactly: at most six digits after the point, never through a double.</summary>
    private static long Picoseconds(JsonElement number)
    {
        string text = number.GetRawText();
        Assert.Matches(@"^-?\d+(\.\d{1,6})?$", text);
        return (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1_000_000m);
    }

    internal sealed record Event(string Phase, string Name, long At, long Elapsed, int Process, int? Thread, string? Category, long? Id, JsonElement? Args, string? Binding)
    {
        public long End => At + Elapsed;
    }
}
