using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>What is remembered of one operator at one size: the numbers that are interpolated.</summary>
internal readonly record struct OperatorSample(double ElapsedPs, double HiddenPs, double ComputeBusyPs, double MemoryBytes, double SharedBytes, double NetworkBytes, double PackageBytes, double Work, OperatorEvents Events)
{
    public static OperatorSample Of(in OperatorTiming timing) => new(
        timing.Elapsed.Picoseconds,
        timing.Hidden.Picoseconds,
        timing.ComputeBusy.Picoseconds,
        timing.MemoryBytes.Count,
        timing.SharedBytes.Count,
        timing.NetworkBytes.Count,
        timing.PackageBytes.Count,
        timing.Work.Count,
        timing.Events);

    /// <summary>The part that lengthens a step.</summary>
    public Duration Critical => Duration.FromPicoseconds((long)Math.Round(ElapsedPs - Math.Min(HiddenPs, ElapsedPs)));

    /// <summary>The sum of two samples, each with a weight.</summary>
    public static OperatorSample Mix(in OperatorSample left, double leftWeight, in OperatorSample right, double rightWeight) => new(
        left.ElapsedPs * leftWeight + right.ElapsedPs * rightWeight,
        left.HiddenPs * leftWeight + right.HiddenPs * rightWeight,
        left.ComputeBusyPs * leftWeight + right.ComputeBusyPs * rightWeight,
        left.MemoryBytes * leftWeight + right.MemoryBytes * rightWeight,
        left.SharedBytes * leftWeight + right.SharedBytes * rightWeight,
        left.NetworkBytes * leftWeight + right.NetworkBytes * rightWeight,
        left.PackageBytes * leftWeight + right.PackageBytes * rightWeight,
        left.Work * leftWeight + right.Work * rightWeight,
        left.Events * leftWeight + right.Events * rightWeight);

    /// <summary>What is known of some sizes, brought to others by what the closed form says of both.</summary>
    public static OperatorSample Scaled(in OperatorSample known, in OperatorSample predictedThere, in OperatorSample predictedHere)
    {
        return new OperatorSample(
            Of(known.ElapsedPs, predictedThere.ElapsedPs, predictedHere.ElapsedPs),
            Of(known.HiddenPs, predictedThere.HiddenPs, predictedHere.HiddenPs),
            Of(known.ComputeBusyPs, predictedThere.ComputeBusyPs, predictedHere.ComputeBusyPs),
            Of(known.MemoryBytes, predictedThere.MemoryBytes, predictedHere.MemoryBytes),
            Of(known.SharedBytes, predictedThere.SharedBytes, predictedHere.SharedBytes),
            Of(known.NetworkBytes, predictedThere.NetworkBytes, predictedHere.NetworkBytes),
            Of(known.PackageBytes, predictedThere.PackageBytes, predictedHere.PackageBytes),
            Of(known.Work, predictedThere.Work, predictedHere.Work),
            EventsOf(known.Events, predictedThere.Events, predictedHere.Events));

        static double Of(double known, double there, double here) => there > 0 ? known * (here / there) : known;

        static OperatorEvents EventsOf(in OperatorEvents known, in OperatorEvents there, in OperatorEvents here) => new(
            Of(known.Activations, there.Activations, here.Activations),
            Of(known.ReadBytes, there.ReadBytes, here.ReadBytes),
            Of(known.WrittenBytes, there.WrittenBytes, here.WrittenBytes),
            Of(known.MatrixWork, there.MatrixWork, here.MatrixWork),
            Of(known.VectorWork, there.VectorWork, here.VectorWork),
            Of(known.LinkBytes, there.LinkBytes, here.LinkBytes),
            Of(known.PackageLinkBytes, there.PackageLinkBytes, here.PackageLinkBytes));
    }

    /// <summary>Fills the numbers into a timing.</summary>
    public OperatorTiming Into(in OperatorTiming template, Duration offset, Duration period) => template with
    {
        Offset = offset,
        Period = period,
        Elapsed = Duration.FromPicoseconds((long)Math.Round(ElapsedPs)),
        Hidden = Duration.FromPicoseconds((long)Math.Round(ElapsedPs)) - Critical,
        ComputeBusy = Duration.FromPicoseconds((long)Math.Round(ComputeBusyPs)),
        MemoryBytes = Bytes.FromCount((long)Math.Round(MemoryBytes)),
        SharedBytes = Bytes.FromCount((long)Math.Round(SharedBytes)),
        NetworkBytes = Bytes.FromCount((long)Math.Round(NetworkBytes)),
        PackageBytes = Bytes.FromCount((long)Math.Round(PackageBytes)),
        Work = Flops.FromCount(Work),
        Events = Events,
    };
}
