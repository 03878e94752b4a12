using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Cuts the bytes of a channel into row runs: which layer, bank and row a place lies in.</summary>
internal sealed class RowRunMap
{
    private readonly long _rowData;
    private readonly long _access;
    private readonly int _accessesPerCheck;
    private readonly int _units;
    private readonly int _rows;
    private readonly AddressSwizzle _swizzle;
    private readonly (int Place, int Size)[] _order;
    private readonly int _banksPerLayer;

    /// <param name="spec">The stack.</param>
    /// <param name="layers">Layers of the channel's port.</param>
    public RowRunMap(DramStackSpec spec, int layers)
    {
        _access = spec.Access.Count;
        _accessesPerCheck = spec.AccessesPerCheck;
        long accesses = spec.Row.Count / _access;
        _rowData = (_accessesPerCheck == 0 ? accesses : accesses * _accessesPerCheck / (_accessesPerCheck + 1)) * _access;
        _banksPerLayer = spec.BanksPerLayer;
        _units = layers * spec.BanksPerLayer;
        _rows = spec.Rows;
        _swizzle = spec.Swizzle;
        _order = [.. spec.RowOrder.Reverse().Select(name => name switch
        {
            "row" => (0, spec.Rows),
            "bank" => (1, spec.BanksPerLayer),
            _ => (2, layers),
        })];
    }

    /// <summary>Bytes of data that a row holds beside its check bits.</summary>
    public long RowData => _rowData;

    /// <summary>The run that begins at a place of the channel.</summary>
    /// <param name="offset">The place [bytes]; places beyond the channel wrap around.</param>
    /// <param name="wanted">Bytes wanted from there on.</param>
    /// <param name="isWrite">Whether it writes.</param>
    /// <param name="job">The transfer it is part of.</param>
    /// <param name="taken">Bytes that the run moves, up to the end of its row.</param>
    public RowRun At(long offset, long wanted, bool isWrite, long job, out long taken)
    {
        long index = offset / _rowData;
        long inRow = offset - index * _rowData;
        taken = Math.Min(wanted, _rowData - inRow);
        Span<int> places = stackalloc int[3];
        foreach ((int place, int size) in _order)
        {
            places[place] = (int)(index % size);
            index /= size;
        }
        int unit = Swizzled(places[2] * _banksPerLayer + places[1], places[0]);
        long first = inRow / _access, last = (inRow + taken - 1) / _access;
        return new RowRun(unit, places[0], (int)first, WithChecks(last - first + 1), isWrite, job);
    }

    private int WithChecks(long accesses) => (int)(_accessesPerCheck == 0 ? accesses : accesses + (accesses + _accessesPerCheck - 1) / _accessesPerCheck);

    private int Swizzled(int unit, int row) => _swizzle switch
    {
        AddressSwizzle.Cyclic => (unit + row) % _units,
        AddressSwizzle.Xor => unit ^ (row & (_units - 1)),
        _ => unit,
    };
}
