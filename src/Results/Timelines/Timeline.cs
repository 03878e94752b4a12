using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Makes timelines of runs.</summary>
public static class Timeline
{
    /// <summary>A recorder that writes a timeline; the file is whole when the run has ended.</summary>
    /// <param name="stream">Where to write; it stays open.</param>
    /// <param name="format">In which format; all show the same events.</param>
    /// <param name="options">What is shown in full and how.</param>
    public static IRunRecorder To(Stream stream, TimelineFormat format, TimelineOptions options) => new TimelineBuilder(
        format == TimelineFormat.Chrome ? new ChromeTimeline(stream, options.StretchesPicoseconds) : new PerfettoTimeline(stream, options.StretchesPicoseconds), options);
}
