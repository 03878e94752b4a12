using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Temperatures of stacks against two public thermal simulators: every case file of a folder, in the convention of the case's peer.</summary>
/// <remarks>The other conventions are reported beside it without a tolerance, as the difference of the hottest layer's maximum.</remarks>
public sealed class ThermalValidation : IValidationArea
{
    /// <summary>K; what two solvers of one network may differ by.</summary>
    private const double Tolerance = 0.02;

    /// <summary>K; the peer exchanges lateral conductances where cells are not square, which we do not copy.</summary>
    private const double OblongTolerance = 0.05;

    private const double BalanceTolerance = 1e-9;

    /// <inheritdoc/>
    public string Name => "thermal";

    /// <inheritdoc/>
    public string Description => "stack temperatures against HotSpot and 3D-ICE";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        string folder = Path.Combine(request.DataDirectory, "cases");
        if (!Directory.Exists(folder)) folder = request.DataDirectory;
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0) throw new PresetException($"There are no thermal cases (*.json) in \"{folder}\".");
        foreach (string file in files)
        {
            ThermalCase @case = ThermalCaseReader.ReadFile(file);
            string history = Path.Combine(request.DataDirectory, "transient", @case.Id + ".csv");
            foreach (ValidationRow row in @case.Transient is null ? Steady(@case) : Transient(@case, history)) yield return row;
        }
    }

    private static IEnumerable<ValidationRow> Steady(ThermalCase @case)
    {
        ThermalResult ours = new ThermalCaseSolver(@case).SolveSteady();
        foreach (ExpectedTemperature expected in @case.Expected)
        {
            LayerTemperature layer = Find(ours, @case, expected.Layer);
            yield return Row(@case, expected.Layer, "mean K", expected.Mean.Kelvin, layer.Mean.Kelvin);
            if (expected.Max is { } max) yield return Row(@case, expected.Layer, "max K", max.Kelvin, layer.Max.Kelvin);
            if (expected.Min is { } min) yield return Coolest(Row(@case, expected.Layer, "min K", min.Kelvin, layer.Min.Kelvin), @case);
        }
        yield return Balance(@case, ours);
        foreach (NodeConvention other in Others(@case))
            yield return Peak(@case, other, ours, new ThermalCaseSolver(@case, other).SolveSteady());
    }

    private static IEnumerable<ValidationRow> Transient(ThermalCase @case, string history)
    {
        ThermalResult ours = new ThermalCaseSolver(@case).SolveTransient(TimeScheme.BackwardEuler);
        foreach (ExpectedTemperature expected in @case.Expected)
            yield return Row(@case, expected.Layer, "final mean K", expected.Mean.Kelvin, Find(ours, @case, expected.Layer).Mean.Kelvin);
        if (File.Exists(history))
        {
            foreach (ValidationRow row in EveryStep(@case, ours, CsvTable.Read(history))) yield return row;
        }
        yield return Balance(@case, ours);
        yield return Peak(@case, @case.Convention, ours, new ThermalCaseSolver(@case).SolveTransient(TimeScheme.TrapezoidThenBackward)) with { Metric = "peak K, second-order steps" };
        foreach (NodeConvention other in Others(@case))
            yield return Peak(@case, other, ours, new ThermalCaseSolver(@case, other).SolveTransient(TimeScheme.BackwardEuler));
    }

    /// <summary>A row a layer: the step at which we differ most.</summary>
    private static IEnumerable<ValidationRow> EveryStep(ThermalCase @case, ThermalResult ours, CsvTable table)
    {
        if (table.Rows.Count != ours.History.Count)
            throw new PresetException($"{table.File}:1: there are {table.Rows.Count} rows, but the case has {ours.History.Count} steps.");
        for (int layer = 0; layer < ours.Model.Layers.Count; layer++)
        {
            string name = ours.Model.Layers[layer].Name;
            if (!table.Has(name + "_avgK")) continue;
            (double worst, int at) = (-1, 0);
            for (int i = 0; i < table.Rows.Count; i++)
            {
                double error = Math.Abs(Kelvin(i) - Reference(i));
                if (error > worst) (worst, at) = (error, i);
            }
            yield return Row(@case, name, "mean K, worst step", Reference(at), Kelvin(at)) with { Note = string.Create(CultureInfo.InvariantCulture, $"step {at + 1} of {table.Rows.Count}") };

            double Kelvin(int step) => Celsius.FromDegrees(ours.History[step][layer]).Kelvin;
            double Reference(int step) => table.Rows[step].Get<double>(name + "_avgK");
        }
    }

    private static NodeConvention[] Others(ThermalCase @case) => [.. Enum.GetValues<NodeConvention>().Where(c => c != @case.Convention)];

    private static LayerTemperature Find(ThermalResult ours, ThermalCase @case, string layer)
    {
        foreach (LayerTemperature found in ours.Layers)
        {
            if (found.Layer == layer) return found;
        }
        throw new PresetException($"Case {@case.Id} expects a temperature of \"{layer}\", which is no layer of it.");
    }

    private static ValidationRow Row(ThermalCase @case, string layer, string what, double reference, double ours) =>
        ValidationRow.Absolute(@case.Id, $"{layer} {what}", reference, ours, IsSquare(@case) ? Tolerance : OblongTolerance) with { Kind = $"layer {what}" };

    /// <summary>The coolest cell lies at an edge, where the peer's exchange of conductances in oblong cells shows by up to half a kelvin.</summary>
    private static ValidationRow Coolest(ValidationRow row, ThermalCase @case) =>
        IsSquare(@case) ? row : row with { Tolerance = null, Note = "edge cells are not judged where cells are not square" };

    private static ValidationRow Balance(ThermalCase @case, ThermalResult ours) =>
        new(@case.Id, "heat balance", 0, ours.Balance.RelativeError, ours.Balance.RelativeError, BalanceTolerance);

    private static ValidationRow Peak(ThermalCase @case, NodeConvention convention, ThermalResult ours, ThermalResult other) =>
        ValidationRow.Absolute(@case.Id, $"peak K, {WordOf(convention)}", ours.Peak.Kelvin, other.Peak.Kelvin, null) with { Note = "reference: ours in the peer's convention" };

    private static string WordOf(NodeConvention convention) => convention switch
    {
        NodeConvention.FarFace => "far-face",
        NodeConvention.MidPlane => "mid-plane",
        _ => "resolved",
    };

    private static bool IsSquare(ThermalCase @case) =>
        Math.Abs(@case.Stack.Width / @case.Stack.Columns / (@case.Stack.Height / @case.Stack.Rows) - 1) < 1e-9;
}
