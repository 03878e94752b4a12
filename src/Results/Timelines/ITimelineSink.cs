using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>A format of timelines. All formats get the same events from the same builder.</summary>
internal interface ITimelineSink
{
    /// <summary>Names a process; before its first event.</summary>
    void Process(int process, string name, int order);

    /// <summary>Names a thread of a process; before its first event.</summary>
    void Thread(int process, int thread, string name, int order);

    /// <summary>Something that occupied a thread; slices of one thread never overlap and come in time order.</summary>
    void Slice(TimelineSlice slice);

    /// <summary>A phase of a request begins; phases of one request nest and come in time order.</summary>
    void BeginPhase(int process, int request, string name, SimTime at);

    /// <summary>The phase of a request that began last ends.</summary>
    void EndPhase(int process, int request, string name, SimTime at);

    /// <summary>A quantity of a process takes a value.</summary>
    void Counter(int process, string name, SimTime at, double value);

    /// <summary>The timeline is complete.</summary>
    /// <param name="notes">What a reader should know about the file.</param>
    void End(IReadOnlyList<(string Name, string Value)> notes);
}
