using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Cli.Networks;

/// <summary>Collects the transmissions of a network in Chrome's trace event format; a thread for every link direction.</summary>
internal sealed class NetworkTimeline : IProbeSink
{
    private readonly StringBuilder _events = new();
    private readonly List<string> _names = [];
    private int _tracks;

    public int DefineTrack(string path)
    {
        int track = _tracks++;
        Add($"{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":{track},\"args\":{{\"name\":{JsonText.Of(path)}}}}}");
        return track;
    }

    public int DefineName(string name)
    {
        int known = _names.IndexOf(name);
        if (known >= 0) return known;
        _names.Add(name);
        return _names.Count - 1;
    }

    public void Span(int track, int name, SimTime start, SimTime end, long argument, int row, int source, int destination) =>
        Add($"{{\"ph\":\"X\",\"name\":\"{_names[name]}\",\"pid\":1,\"tid\":{track},\"ts\":{start.Picoseconds / 1e6m},\"dur\":{(end - start).Picoseconds / 1e6m},\"args\":{{\"bytes\":{argument}}}}}");

    public void Counter(int track, int name, SimTime at, double value) =>
        Add($"{{\"ph\":\"C\",\"name\":\"{_names[name]}\",\"pid\":1,\"tid\":{track},\"ts\":{at.Picoseconds / 1e6m},\"args\":{{\"value\":{value}}}}}");

    /// <summary>The whole file.</summary>
    public string Text() => "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[" + _events + "\n]}\n";

    private void Add(FormattableString entry) => _events.Append(_events.Length == 0 ? "\n" : ",\n").Append(entry.ToString(CultureInfo.InvariantCulture));
}
