using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Block temperatures from the full network in time, in steps of at most a bin.</summary>
/// <remarks>
/// Every step is a bin times or over a power of two, so that few factors of the matrix are ever needed: in a long span steps double every few,
/// as temperatures settle; what is left is taken in halves, quarters and so on of a bin; and what is shorter still joins the next span.
/// </remarks>
internal sealed class NetworkTemperatures(StackModel model, Duration bin) : IBlockTemperatures
{
    private const int SmallestPart = 256;
    private const int LongestStep = 256;
    private const int StepsPerDoubling = 8;

    private readonly TransientSolver _solver = new(model.Network, TimeScheme.TrapezoidThenBackward);
    private readonly double[] _powers = new double[model.Network.Count];
    private readonly double[] _kept = new double[model.Network.Count];
    private SteadySolver? _steady;
    private Duration _owed;

    /// <inheritdoc/>
    public void Settle(ReadOnlySpan<double> watts)
    {
        _steady ??= new SteadySolver(model.Network);
        SetPowers(watts);
        _steady.Solve(_powers);
        _solver.Set(_steady.Rises);
    }

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration span)
    {
        SetPowers(watts);
        _owed += span;
        for (int taken = 0; _owed >= bin; taken++)
        {
            Duration step = bin * Math.Min(LongestStep, 1L << Math.Min(taken / StepsPerDoubling, 62));
            while (step > _owed) step /= 2;
            step = Duration.Max(step, bin);
            _solver.Step(_powers, step);
            _owed -= step;
        }
        for (int part = 2; part <= SmallestPart; part *= 2)
        {
            Duration step = bin / part;
            if (step <= Duration.Zero || _owed < step) continue;
            _solver.Step(_powers, step);
            _owed -= step;
        }
    }

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration piece, int times)
    {
        int blocks = model.Sources.Count;
        for (int i = 0; i < times; i++)
        {
            for (int at = 0; at < watts.Length; at += blocks) Advance(watts.Slice(at, blocks), piece);
        }
    }

    /// <inheritdoc/>
    public double RiseOf(int block) => model.Sources[block].Mean(_solver.Rises);

    /// <inheritdoc/>
    public double HottestOf(int block) => model.Sources[block].HottestMean(_solver.Rises);

    /// <inheritdoc/>
    public void Keep() => _solver.Rises.CopyTo(_kept);

    /// <inheritdoc/>
    public double[] KeptField() => _kept;

    private void SetPowers(ReadOnlySpan<double> watts)
    {
        Array.Clear(_powers);
        for (int i = 0; i < watts.Length; i++)
        {
            if (watts[i] != 0) model.Sources[i].Heat(_powers, watts[i]);
        }
    }
}
