using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Block temperatures as if every span of power lasted for ever: the influence matrix times the powers.</summary>
internal sealed class SteadyTemperatures : IBlockTemperatures
{
    private readonly StackModel _model;
    private readonly double[] _influence;
    private readonly double[][] _members;
    private readonly double[] _watts;
    private readonly double[] _kept;

    public SteadyTemperatures(StackModel model)
    {
        int count = model.Sources.Count;
        _model = model;
        _influence = new double[count * count];
        _members = [.. model.Sources.Select(s => new double[s.Members.Count * count])];
        _watts = new double[count];
        _kept = new double[count];
        var solver = new SteadySolver(model.Network);
        var powers = new double[model.Network.Count];
        for (int j = 0; j < count; j++)
        {
            Array.Clear(powers);
            model.Sources[j].Heat(powers, 1);
            solver.Solve(powers);
            for (int i = 0; i < count; i++) Read(i, j, solver.Rises);
        }
    }

    /// <inheritdoc/>
    public void Settle(ReadOnlySpan<double> watts) => watts.CopyTo(_watts);

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration span) => watts.CopyTo(_watts);

    /// <summary>Of a pattern, the piece with the most power counts.</summary>
    public void Advance(ReadOnlySpan<double> watts, Duration piece, int times)
    {
        int blocks = _watts.Length;
        double most = double.NegativeInfinity;
        for (int at = 0; at < watts.Length; at += blocks)
        {
            double total = 0;
            foreach (double watt in watts.Slice(at, blocks)) total += watt;
            if (total <= most) continue;
            most = total;
            watts.Slice(at, blocks).CopyTo(_watts);
        }
    }

    /// <inheritdoc/>
    public double RiseOf(int block) => VectorMath.Dot(_watts, _influence.AsSpan(block * _watts.Length, _watts.Length));

    /// <inheritdoc/>
    public double HottestOf(int block)
    {
        double hottest = double.NegativeInfinity;
        double[] members = _members[block];
        for (int at = 0; at < members.Length; at += _watts.Length) hottest = Math.Max(hottest, VectorMath.Dot(_watts, members.AsSpan(at, _watts.Length)));
        return hottest;
    }

    /// <inheritdoc/>
    public void Keep() => _watts.CopyTo(_kept, 0);

    /// <inheritdoc/>
    public double[] KeptField()
    {
        var powers = new double[_model.Network.Count];
        for (int i = 0; i < _kept.Length; i++) _model.Sources[i].Heat(powers, _kept[i]);
        var solver = new SteadySolver(_model.Network);
        solver.Solve(powers);
        return solver.Rises.ToArray();
    }

    private void Read(int sensor, int source, ReadOnlySpan<double> rises)
    {
        int count = _watts.Length;
        HeatSource block = _model.Sources[sensor];
        _influence[(sensor * count) + source] = block.Mean(rises);
        for (int m = 0; m < block.Members.Count; m++) _members[sensor][(m * count) + source] = block.Members[m].Mean(rises);
    }
}
