using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Files;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Writes a timeline in Chrome's trace event format, one event a line; times are exact decimals of microseconds.</summary>
internal sealed class ChromeTimeline : ITimelineSink, IDisposable
{
    private readonly TextStream _text;
    private readonly int _digits;
    private readonly Dictionary<string, byte[]> _quoted = [];
    private bool _any;

    /// <param name="stream">Where to write; it stays open.</param>
    /// <param name="stretchesPicoseconds">Whether one picosecond is written as one nanosecond.</param>
    public ChromeTimeline(Stream stream, bool stretchesPicoseconds)
    {
        _text = new TextStream(stream);
        _digits = stretchesPicoseconds ? ExactDecimal.Nanoseconds : ExactDecimal.Microseconds;
        _text.Raw("{\"displayTimeUnit\":\"ns\",\"traceEvents\":["u8);
    }

    public void Process(int process, string name, int order)
    {
        Metadata("process_name", process, 0, "name", name);
        Metadata("process_sort_index", process, 0, order);
    }

    public void Thread(int process, int thread, string name, int order)
    {
        Metadata("thread_name", process, thread, "name", name);
        Metadata("thread_sort_index", process, thread, order);
    }

    /// <summary>
    /// A slice is a beginning and an end, not one complete event: readers add its length to its start as doubles, and the sum may lie a hair
    /// beyond the start of the next slice, which they then take for nested.
    /// </summary>
    public void Slice(TimelineSlice slice)
    {
        Open("B"u8, slice.Name, slice.Process, slice.Start);
        _text.Raw(",\"tid\":"u8);
        _text.Number(slice.Thread);
        if (slice.Details.Count > 0) Details(slice.Details);
        _text.Raw("}"u8);
        foreach (FlowPoint flow in slice.Flows) Flow(slice, flow);
        Open("E"u8, slice.Name, slice.Process, slice.Start + slice.Elapsed);
        _text.Raw(",\"tid\":"u8);
        _text.Number(slice.Thread);
        _text.Raw("}"u8);
    }

    public void BeginPhase(int process, int request, string name, SimTime at) => Phase("b"u8, process, request, name, at);

    public void EndPhase(int process, int request, string name, SimTime at) => Phase("e"u8, process, request, name, at);

    public void Counter(int process, string name, SimTime at, double value)
    {
        Open("C"u8, name, process, at);
        _text.Raw(",\"args\":{\"value\":"u8);
        _text.Number(value);
        _text.Raw("}}"u8);
    }

    public void End(IReadOnlyList<(string Name, string Value)> notes)
    {
        _text.Raw("\n],\"otherData\":{"u8);
        for (int i = 0; i < notes.Count; i++)
        {
            if (i > 0) _text.Raw(","u8);
            Quoted(notes[i].Name);
            _text.Raw(":"u8);
            Quoted(notes[i].Value);
        }
        _text.Raw("}}\n"u8);
        _text.Flush();
    }

    public void Dispose() => _text.Dispose();

    /// <summary>Arrows touch a slice in its middle, which lies in no other slice of its thread.</summary>
    private void Flow(TimelineSlice slice, FlowPoint flow)
    {
        Open(flow.Place switch { FlowPlace.First => "s"u8, FlowPlace.Middle => "t"u8, _ => "f"u8 }, "request", slice.Process, slice.Start + (slice.Elapsed / 2));
        _text.Raw(",\"tid\":"u8);
        _text.Number(slice.Thread);
        _text.Raw(",\"cat\":\"flow\",\"id\":"u8);
        _text.Number(flow.Request);
        _text.Raw(flow.Place == FlowPlace.First ? "}"u8 : ",\"bp\":\"e\"}"u8);
    }

    private void Phase(ReadOnlySpan<byte> kind, int process, int request, string name, SimTime at)
    {
        Open(kind, name, process, at);
        _text.Raw(",\"tid\":0,\"cat\":\"request\",\"id\":"u8);
        _text.Number(request);
        _text.Raw("}"u8);
    }

    private void Open(ReadOnlySpan<byte> kind, string name, int process, SimTime at)
    {
        _text.Raw(_any ? ",\n{\"ph\":\""u8 : "\n{\"ph\":\""u8);
        _any = true;
        _text.Raw(kind);
        _text.Raw("\",\"name\":"u8);
        Quoted(name);
        _text.Raw(",\"ts\":"u8);
        _text.Time(at.Picoseconds, _digits);
        _text.Raw(",\"pid\":"u8);
        _text.Number(process);
    }

    private void Metadata(string kind, int process, int thread, string key, string value)
    {
        OpenMetadata(kind, process, thread, key);
        Quoted(value);
        _text.Raw("}}"u8);
    }

    private void Metadata(string kind, int process, int thread, int order)
    {
        OpenMetadata(kind, process, thread, "sort_index");
        _text.Number(order);
        _text.Raw("}}"u8);
    }

    private void OpenMetadata(string kind, int process, int thread, string key)
    {
        Open("M"u8, kind, process, SimTime.Zero);
        _text.Raw(",\"tid\":"u8);
        _text.Number(thread);
        _text.Raw(",\"args\":{"u8);
        Quoted(key);
        _text.Raw(":"u8);
    }

    private void Details(IReadOnlyList<(string Name, object Value)> details)
    {
        _text.Raw(",\"args\":{"u8);
        for (int i = 0; i < details.Count; i++)
        {
            if (i > 0) _text.Raw(","u8);
            Quoted(details[i].Name);
            _text.Raw(":"u8);
            switch (details[i].Value)
            {
                case long whole: _text.Number(whole); break;
                case double real: _text.Number(real); break;
                default: Quoted((string)details[i].Value); break;
            }
        }
        _text.Raw("}"u8);
    }

    private void Quoted(string text)
    {
        if (!_quoted.TryGetValue(text, out byte[]? quoted))
        {
            quoted = [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];
            if (_quoted.Count < 10_000) _quoted.Add(text, quoted);
        }
        _text.Raw(quoted);
    }
}
