namespace DeepStack.Sim.Serving.Profiled;

/// <summary>Measured values over several coordinates, interpolated linearly; each node has its own grid for the coordinates below it.</summary>
/// <remarks>
/// Measurements rarely form a full grid: here the points of one coordinate may differ from one value of the coordinate above to the
/// next. Below the first point the first value holds; beyond the last the last two are carried on.
/// </remarks>
internal sealed class NestedTable
{
    private readonly double[] _points;
    private readonly double[] _values;
    private readonly NestedTable[] _inner;

    /// <param name="rows">Coordinates, outermost first, and a value; at least one row, all of equal length.</param>
    /// <param name="depth">Which coordinate this node is about.</param>
    public NestedTable(IEnumerable<(double[] At, double Value)> rows, int depth = 0)
    {
        var groups = rows.GroupBy(row => row.At[depth]).OrderBy(group => group.Key).ToList();
        _points = [.. groups.Select(group => group.Key)];
        bool isLeaf = groups[0].First().At.Length == depth + 1;
        _values = isLeaf ? [.. groups.Select(group => group.Average(row => row.Value))] : [];
        _inner = isLeaf ? [] : [.. groups.Select(group => new NestedTable(group, depth + 1))];
    }

    /// <summary>The value at a point with as many coordinates as the table has.</summary>
    public double At(ReadOnlySpan<double> point)
    {
        double x = point[0];
        int upper = 1;
        while (upper < _points.Length - 1 && _points[upper] < x) upper++;
        if (_points.Length == 1 || x <= _points[0]) return ValueAt(0, point);
        double share = (x - _points[upper - 1]) / (_points[upper] - _points[upper - 1]);
        double low = ValueAt(upper - 1, point);
        return share == 0 ? low : low + share * (ValueAt(upper, point) - low);
    }

    private double ValueAt(int index, ReadOnlySpan<double> point) => _inner.Length == 0 ? _values[index] : _inner[index].At(point[1..]);
}
